using System.Text;
using Earmark.Cli.Output;

namespace Earmark.Cli.Verbs;

/// <summary>A file that a tracklist is written to.</summary>
internal sealed record TracklistFile(ResultFile File, TracklistKind Kind)
{
    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write(Tracklist tracklist) => File.Write(
        () => Encoding.UTF8.GetBytes(string.Concat(tracklist.Lines(Kind).Select(line => line + "\n"))));
}
