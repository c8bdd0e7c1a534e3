namespace Earmark.Cli.Pictures;

/// <summary>Which part of a line of words lies at its place.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}
