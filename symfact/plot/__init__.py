"""Pictures of the loss, the regimes, the spectra and gradient descent, by matplotlib.

Each function draws on a matplotlib Axes (`ax`) and returns it; left out, it makes one in a
figure of its own, one column wide, that pyplot does not know of: show it with ``ax.figure``,
write it with `save_figure`.  The legend stands above the axes.  They need the extra `plot`
(``pip install 'symfact[plot]'``) and raise ``ImportError`` without it.
"""

from symfact.plot.canvas import save_figure
from symfact.plot.descent import plot_descent
from symfact.plot.landscape import plot_landscape
from symfact.plot.phase import plot_phase
from symfact.plot.phase_points import plot_phase_points
from symfact.plot.spectra import plot_matrix_spectrum, plot_spectrum

__all__ = [
    "plot_descent",
    "plot_landscape",
    "plot_matrix_spectrum",
    "plot_phase",
    "plot_phase_points",
    "plot_spectrum",
    "save_figure",
]
