"""From a red light to a closed task: rules, deadlines, the record of what happened, and whether it helped."""
