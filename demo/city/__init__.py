"""The demonstration city: made from a seed, faithful to the published figures, marked `demo` everywhere."""

from demo.city.build import SEED, build_demo, deliveries

__all__ = ["SEED", "build_demo", "deliveries"]
