using System.Diagnostics.Metrics;

namespace Earmark.Server;

/// <summary>What monitoring sees, under the meter "Earmark.Server".</summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "Earmark.Server";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _answers;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _seconds;
    private readonly Histogram<double> _heard;

    public ServerMetrics(ServerState state)
    {
        _answers = _meter.CreateCounter<long>("earmark.answers", null, "Clips answered, by decision and source");
        _refusals = _meter.CreateCounter<long>("earmark.refusals", null, "Requests turned away, by kind of problem");
        _seconds = _meter.CreateHistogram(
            "earmark.identify.duration", "s", "From the clip to the answer", null, Bounds([0.01, 0.025, 0.05, 0.1, 0.25,
                0.5, 1, 2.5, 5, 10]));
        _heard = _meter.CreateHistogram(
            "earmark.listen.heard", "s", "How long microphones were listened to", null, Bounds([1, 1.5, 2, 3, 4, 6, 8,
                12, 20, 60]));
        _meter.CreateObservableGauge("earmark.tracks", () => state.Library.TrackCount, null, "Tracks in the library");
        _meter.CreateObservableGauge(
            "earmark.clips.present", () => state.Identifying.Present, null, "Clips at work or waiting");
        _meter.CreateObservableGauge(
            "earmark.listeners", () => state.Listeners.Value, null, "Microphones listened to");
        _meter.CreateObservableGauge(
            "earmark.monitors.listening",
            () => state.Watch.Lines().Count(line => line.Status == "listening"),
            null,
            "Sources that are heard now");
        _meter.CreateObservableGauge("earmark.jobs.waiting", () => state.Jobs.Waiting, null, "Jobs not done yet");
    }

    public void CountAnswer(string decision, string source, double seconds)
    {
        _answers.Add(1, new("decision", decision), new("source", source));
        _seconds.Record(seconds);
    }

    public void CountRefusal(string problem) => _refusals.Add(1, new KeyValuePair<string, object?>("problem", problem));

    public void CountListening(double heard) => _heard.Record(heard);

    public void Dispose() => _meter.Dispose();

    private static InstrumentAdvice<double> Bounds(double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
