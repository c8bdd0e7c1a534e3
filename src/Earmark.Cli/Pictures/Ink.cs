namespace Earmark.Cli.Pictures;

/// <summary>What a mark is drawn with, by its role: the page's style sheet has the colors, light and dark.</summary>
internal enum Ink
{
    /// <summary>Words and lines that matter.</summary>
    Black,

    /// <summary>Words and marks beside them.</summary>
    Soft,

    /// <summary>Grids and borders.</summary>
    Line,

    /// <summary>What the chart lies on.</summary>
    Card,

    /// <summary>White in any light: what lies on colors of data.</summary>
    White,

    /// <summary>Dark in any light: the same.</summary>
    Dark,

    /// <summary>The first of eight colors of data, which can be told apart by the color-blind.</summary>
    Color0,
    Color1,
    Color2,
    Color3,
    Color4,
    Color5,
    Color6,
    Color7,
}
