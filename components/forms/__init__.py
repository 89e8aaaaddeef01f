"""Forms and inputs."""
