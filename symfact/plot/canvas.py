"""What all pictures share: a new Axes one column wide, colours and dashes, the file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symfact import extras
from symfact.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "COLORS",
    "DASHES",
    "GREY",
    "MARKERS",
    "axes_for",
    "finish",
    "require",
    "save_figure",
    "tex",
]

# The colours of Okabe and Ito, told apart by the colour-blind; each goes with a dash and a marker.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00")
DASHES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (9, 3)), (0, (1, 3)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
GREY = "#666666"

_COLUMN = (3.4, 3.6)  # inches
_SIZES = {"label": 8.0, "legend": 7.0, "tick": 7.0}  # points
_METADATA: dict[str, dict[str, Any]] = {
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
    ".png": {},
}


def require() -> None:
    """Raise ``ImportError``, one line, if matplotlib is not installed."""
    extras.require("matplotlib", "plot", "pictures")


def axes_for(ax: Axes | None) -> Axes:
    """Return `ax`, or a new Axes in a figure one column wide that pyplot does not know of.

    >>> axes_for(None).figure.get_size_inches().tolist()
    [3.4, 3.6]
    """
    require()
    from matplotlib.axes import Axes  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    if ax is None:
        return Figure(figsize=_COLUMN, layout="constrained").add_subplot()
    if not isinstance(ax, Axes):
        raise TypeError(f"ax: a {type(ax).__name__} given; allowed is a matplotlib Axes")
    return ax


def finish(axes: Axes, given: Axes | None, title: str, ncols: int = 2) -> Axes:
    """Put the legend with its title above the axes; set the text sizes, unless `ax` was given.

    What is drawn on a user's Axes has the sizes of the user's rcParams.
    """
    legend = axes.legend(
        title=title,
        loc="lower center",
        bbox_to_anchor=(0.5, 1.03),
        ncols=ncols,
        frameon=False,
        columnspacing=1,
        handlelength=2.4,
    )
    legend.get_title().set_multialignment("center")
    axes.spines[["top", "right"]].set_visible(False)
    if given is not None:
        return axes
    axes.tick_params(labelsize=_SIZES["tick"], which="both")
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set_fontsize(_SIZES["label"])
        axis.get_offset_text().set_fontsize(_SIZES["tick"])
    for text in (*legend.get_texts(), *axes.texts):
        text.set_fontsize(_SIZES["legend"])
    legend.get_title().set_fontsize(_SIZES["label"])
    return axes


def tex(value: float, digits: int = 4) -> str:
    r"""Return a number for a label, to be put between dollar signs.

    >>> tex(0.1), tex(-2e50)
    ('0.1', '-2\\times 10^{50}')
    """
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    return rf"{mantissa}\times 10^{{{int(exponent)}}}" if exponent else mantissa


def save_figure(ax: Axes, path: str | Path, argument: str = "path") -> None:
    """Write the figure of `ax` to `path`, whole or not at all, the same bytes each time.

    The ending says how: ``.svg`` and ``.pdf`` are vector graphics, ``.png`` has 300 dots an
    inch.  Raises ``ValueError``, one line that blames `argument`, for another ending and where
    nothing can be written.

    >>> save_figure(axes_for(None), "picture.gif")
    Traceback (most recent call last):
    ...
    ValueError: path: 'picture.gif' given; allowed is a name that ends in .svg, .pdf or .png
    """
    ending = check_ending(path, argument)
    from matplotlib import rc_context  # noqa: PLC0415

    content = BytesIO()
    figure: Any = ax.figure  # savefig is missing in a SubFigure: then its parent is written
    while not hasattr(figure, "savefig"):
        figure = figure.figure
    with rc_context({"svg.hashsalt": "symfact"}):  # else the ids in it are drawn at random
        figure.savefig(content, format=ending[1:], dpi=300, metadata=_METADATA[ending])
    write_bytes(Path(path), content.getvalue(), argument)


def check_ending(path: str | Path, argument: str) -> str:
    """Return the ending of a picture's file, or raise ``ValueError`` as `save_figure` does.

    >>> check_ending("a.b/c.PDF", "-o")
    '.pdf'
    """
    ending = Path(path).suffix.lower()
    if ending not in _METADATA:
        raise ValueError(
            f"{argument}: {str(path)!r} given; allowed is a name that ends in .svg, .pdf or .png"
        )
    return ending
