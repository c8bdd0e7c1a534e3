namespace Earmark.Tests.EndToEnd;

/// <summary>A test on real music; skipped, visibly, where there is none.</summary>
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute() =>
        Skip = Folder is null ? "EARMARK_CORPUS names no folder of music." : null;

    /// <summary>The folder, or null.</summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable("EARMARK_CORPUS") is { Length: > 0 } folder ? folder : null;
}
