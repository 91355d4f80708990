"""From differences to marks: limbs, rules, repetitions, a session's one number."""
