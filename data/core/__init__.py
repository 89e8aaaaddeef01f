"""What all data share: clock, settings, scope, actor, change versions."""
