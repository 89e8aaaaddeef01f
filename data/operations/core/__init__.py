"""What all subjects of the operations database share."""
