"""What several screens show: read through a desk, drawn by components. No screen knows another; all may know these."""
