"""The life of a task: transitions with guards and effects, dispatch, policy, outcome."""
