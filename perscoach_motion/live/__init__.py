"""Frame by frame while the client moves: one frame in, one flat result out."""
