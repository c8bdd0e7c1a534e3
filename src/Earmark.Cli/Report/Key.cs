using Earmark.Cli.Pictures;

namespace Earmark.Cli.Report;

/// <summary>What a kind of dot means.</summary>
internal readonly record struct Key(Ink Ink, DotShape Shape, string Text);
