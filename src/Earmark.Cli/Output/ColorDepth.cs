namespace Earmark.Cli.Output;

/// <summary>How many colors a terminal shows.</summary>
internal enum ColorDepth
{
    /// <summary>None that can be counted on, or none are wanted.</summary>
    None,

    /// <summary>The 256 of xterm.</summary>
    Palette,

    /// <summary>8 bits of red, green and blue.</summary>
    Full,
}
