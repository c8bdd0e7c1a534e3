using System.Text;

namespace Earmark.Cli.Verbs;

/// <summary>A file that a tracklist is written to.</summary>
internal sealed record TracklistFile(string Path, TracklistKind Kind)
{
    /// <summary>Writes it, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Tracklist tracklist)
    {
        var part = Path + ".part";
        var lines = tracklist.Lines(Kind).Select(line => line + "\n");
        File.WriteAllText(part, string.Concat(lines), new UTF8Encoding(false));
        File.Move(part, Path, overwrite: true);
    }
}
