"""Draw the picture in the README: the reduced loss through the transition.

    python tests/pictures/make_landscape.py

needs the extra `plot`; it is what `symfact plot landscape -o landscape.svg` draws.
"""

from pathlib import Path

from symfact.plot import plot_landscape, save_figure

if __name__ == "__main__":
    save_figure(plot_landscape(), Path(__file__).with_name("landscape.svg"))
