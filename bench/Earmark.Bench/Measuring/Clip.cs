using System.Globalization;
using Earmark.Audio;
using Earmark.Cli.Output;
using Earmark.Landmarks;
using Earmark.Spectral;

namespace Earmark.Bench.Measuring;

/// <summary>A clip to be named, as eval/corpus/make_queries.py describes it.</summary>
/// <param name="RefId">What it is of; empty for music that was left out.</param>
internal sealed record Clip(string Path, string Condition, double Seconds, string RefId)
{
    private static readonly string[] Columns = ["file", "condition", "duration_s", "expected_track_id"];

    /// <summary>Reads a table with the columns file, condition, duration_s and expected_track_id.</summary>
    /// <exception cref="UsageException">It is no such table.</exception>
    public static List<Clip> ReadAll(string table)
    {
        var lines = File.ReadAllLines(table);
        var header = lines.Length > 0 ? lines[0].Split('\t') : [];
        var columns = Array.ConvertAll(Columns, name => Array.IndexOf(header, name));
        if (columns.AsSpan().Contains(-1))
        {
            throw new UsageException(
                $"{table} is not a table of clips; expected tab-separated columns file, condition, duration_s and " +
                "expected_track_id, as eval/corpus/make_queries.py writes them.");
        }

        var folder = System.IO.Path.GetDirectoryName(table) ?? "";
        return lines.Skip(1).Select(line => line.Split('\t')).Select(row => new Clip(
            System.IO.Path.Combine(folder, row[columns[0]]),
            row[columns[1]],
            double.Parse(row[columns[2]], CultureInfo.InvariantCulture),
            row[columns[3]])).ToList();
    }

    /// <summary>Listens to it.</summary>
    public Observation Hear(FingerprintProfile profile)
    {
        using var audio = AudioStream.Open(Path, new AudioOptions { SampleRate = profile.SampleRate });
        var contrast = new ContrastRecord(profile);
        var hearing = Hearing.Of(
            audio, Path, profile, extractor => extractor.FinishQuery(), CancellationToken.None, contrast);
        return new Observation(hearing.Constellation, contrast);
    }
}
