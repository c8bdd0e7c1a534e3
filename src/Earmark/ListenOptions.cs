using Earmark.Matching;

namespace Earmark;

/// <summary>How long to listen, and how sure to be.</summary>
public sealed record ListenOptions
{
    /// <summary>How sure the last answer must be; one before it must be far surer.</summary>
    public MatchOptions Match { get; init; } = new();

    /// <summary>How much is heard before the answer is that there is none.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether answers keep how cells stand out: see <see cref="QueryOptions.KeepsContrast"/>.</summary>
    public bool KeepsContrast { get; init; }

    /// <summary>What to call the sound in answers and messages.</summary>
    public string Name { get; init; } = "microphone";
}
