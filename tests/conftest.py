"""Settings of the tests: nothing is refused because a machine is slow."""

from hypothesis import settings

settings.register_profile("symfact", deadline=None)
settings.load_profile("symfact")
