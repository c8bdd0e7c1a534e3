namespace Earmark.Cli.Pictures;

/// <summary>What a dot looks like: told apart without color.</summary>
internal enum DotShape
{
    Disc,
    Ring,
    Cross,
}
