using System.Globalization;

namespace Earmark.Cli.Degrading;

/// <summary>What happens to a clip before it is asked about: one degradation after the other.</summary>
/// <param name="Name">As it is written: "babble:-5", "tempo:+5/pitch:+1".</param>
internal sealed record Condition(string Name, IReadOnlyList<(Degradation Degradation, double Level)> Steps)
{
    /// <summary>How much faster the clip then plays.</summary>
    public double TimeFactor { get; } =
        Steps.Aggregate(1.0, (factor, step) => factor * step.Degradation.TimeFactor(step.Level));

    /// <summary>How much higher it then sounds.</summary>
    public double FrequencyFactor { get; } =
        Steps.Aggregate(1.0, (factor, step) => factor * step.Degradation.FrequencyFactor(step.Level));

    /// <summary>Reads a list of conditions, between commas; a name alone stands for its usual levels.</summary>
    /// <exception cref="FormatException">It is none; the message says what there is.</exception>
    public static IReadOnlyList<Condition> ParseList(string text) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(Parse)
            .DistinctBy(condition => condition.Name, StringComparer.Ordinal),
    ];

    /// <summary>Why this machine or these folders do not allow it; null where they do.</summary>
    public string? Obstacle(bool hasNoises) => Steps.Select(step => step.Degradation).Select(degradation =>
        degradation.Encoder is { } encoder && !FfmpegPipe.Encoders.Contains(encoder)
            ? $"FFmpeg has no encoder {encoder} here"
            : degradation.Filter is { } filter && !FfmpegPipe.Filters.Contains(filter)
                ? $"FFmpeg has no filter {filter} here"
                : degradation.NeedsNoises && !hasNoises
                    ? "it takes recordings of noise, from --noise FOLDER"
                    : null).FirstOrDefault(obstacle => obstacle is not null);

    /// <summary>Does it all to the clips that begin where a take does. None is louder than a file can hold.</summary>
    /// <param name="longest">The longest of them.</param>
    /// <param name="lengths">Seconds of each as it is heard in the end, ascending.</param>
    /// <exception cref="DegradingException">FFmpeg fails.</exception>
    public async Task<IReadOnlyList<Take>> ApplyAsync(
        Take longest, IReadOnlyList<double> lengths, Surroundings around, CancellationToken ct)
    {
        IReadOnlyList<Take> takes = [longest];
        var isCut = false;
        var factor = TimeFactor;
        foreach (var (degradation, level) in Steps)
        {
            if (degradation.ShareAsync is { } share)
            {
                takes = await EachAsync(takes, take => share(take, level, around, ct)).ConfigureAwait(false);
            }

            factor /= degradation.TimeFactor(level);
            if (degradation.AdaptAsync is { } adapt)
            {
                Cut();
                takes = await adapt(takes, level, around, ct).ConfigureAwait(false);
            }
        }

        Cut();
        return [.. takes.Select(take => take.Limit(0.95f))];

        void Cut()
        {
            if (!isCut)
            {
                takes = [.. lengths.Select(seconds => takes[0].Shorten(Sound.ToSamples(seconds * factor)))];
                isCut = true;
            }
        }
    }

    private static async Task<IReadOnlyList<Take>> EachAsync(
        IReadOnlyList<Take> takes, Func<Take, Task<Take>> change)
    {
        var changed = new List<Take>();
        foreach (var take in takes)
        {
            changed.Add(await change(take).ConfigureAwait(false));
        }

        return changed;
    }

    private static IEnumerable<Condition> Parse(string text)
    {
        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        if (parts.Length == 1 && !text.Contains(':', StringComparison.Ordinal))
        {
            var degradation = Find(text);
            return degradation.Levels.Select(level => new Condition(Write(degradation, level), [(degradation, level)]));
        }

        var steps = parts.Select(ParseStep).ToList();
        return [new Condition(string.Join('/', steps.Select(step => Write(step.Degradation, step.Level))), steps)];
    }

    private static (Degradation Degradation, double Level) ParseStep(string text)
    {
        var parts = text.Split(':');
        var degradation = Find(parts[0]);
        if (parts.Length == 1)
        {
            return (degradation, degradation.Levels[0]);
        }

        if (degradation.Unit is null)
        {
            throw new FormatException($"{degradation.Name} has no level, and {text} gives one");
        }

        return parts.Length == 2
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var level)
            && level >= degradation.LevelMin && level <= degradation.LevelMax
            ? (degradation, level)
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{text} cannot be; {degradation.Name} goes from {degradation.LevelMin} to {degradation.LevelMax} " +
                $"{degradation.Unit}, such as {Write(degradation, degradation.Levels[0])}"));
    }

    private static Degradation Find(string name) =>
        Degradations.All.FirstOrDefault(degradation => degradation.Name == name)
        ?? throw new FormatException(
            $"There is no condition {name}; " +
            $"there are {string.Join(", ", Degradations.All.Select(known => known.Name))}");

    private static string Write(Degradation degradation, double level) => degradation.Unit is null
        ? degradation.Name
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{degradation.Name}:{(degradation.IsSigned && level > 0 ? "+" : "")}{level:0.###}");
}
