"""From the pose network's mask to a straight-alpha cut-out: the empty room, the edge, the person's own colours."""
