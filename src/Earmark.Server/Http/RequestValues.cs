using System.Globalization;
using Earmark.Audio;
using Earmark.Matching;
using Earmark.Monitoring;
using Earmark.Server.Contracts;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Http;

/// <summary>The parameters of a request, each checked as it is read.</summary>
internal static class RequestValues
{
    /// <summary>Where a clip may begin at most, in seconds: further than any recording is read.</summary>
    private const double StartMax = 24 * 3600;

    /// <summary>A text; null where it is not given or empty.</summary>
    public static string? Text(HttpRequest request, string name, int lengthMax = 1000)
    {
        var value = request.Query[name].LastOrDefault();
        return string.IsNullOrEmpty(value) ? null
            : value.Length <= lengthMax && !value.Contains('\0') ? value
            : throw ProblemException.BadParameter(name, "", $"at most {lengthMax} characters, none of them NUL");
    }

    /// <summary>A text that must be there.</summary>
    public static string DemandText(HttpRequest request, string name) =>
        Text(request, name) ?? throw new ProblemException(
            400, "bad-parameter", $"The parameter {name} is missing; expected ?{name}=….");

    /// <summary>A whole number; <paramref name="byDefault"/> where it is not given.</summary>
    public static int Number(HttpRequest request, string name, int byDefault, int least, int most) =>
        Text(request, name) is not { } text ? byDefault
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number
        : throw ProblemException.BadParameter(name, text, $"a whole number from {least} to {most}");

    /// <summary>True or false; false where it is not given.</summary>
    public static bool Flag(HttpRequest request, string name) => Text(request, name) switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var other => throw ProblemException.BadParameter(name, other, "true or false"),
    };

    /// <summary>How a clip is to be identified: start, duration, threshold, wide, pcm.</summary>
    public static QueryOptions Query(HttpRequest request, ServerOptions server)
    {
        var longest = TimeSpan.FromSeconds(server.MaxClipSeconds);
        var duration = Seconds(request, "duration", 0.1);
        return new QueryOptions
        {
            Start = Seconds(request, "start", 0) ?? TimeSpan.Zero,
            Duration = duration < longest ? duration : longest,
            Pcm = Pcm(Text(request, "pcm")),
            Match = Match(request),
            Decoding = Limits.ForClips(server),
            KeepsContrast = server.HistoryLength > 0,
        };
    }

    /// <summary>How a long recording is to be heard: threshold, wide.</summary>
    public static MonitorOptions Monitor(HttpRequest request, ServerOptions server) => Limits.ForMonitoring(server) with
    {
        MaxEValue = Text(request, "threshold") is { } text ? Threshold(text) : new MonitorOptions().MaxEValue,
        Wide = Flag(request, "wide"),
    };

    /// <summary>A moment; <paramref name="byDefault"/> where it is not given.</summary>
    public static DateTimeOffset Moment(HttpRequest request, string name, DateTimeOffset byDefault) =>
        Text(request, name) is not { } text ? byDefault
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : throw ProblemException.BadParameter(name, Shown(text), "a time such as 2026-11-27T09:00:00Z");

    /// <summary>What a client sent, fit to be shown: one line, and not too long.</summary>
    public static string Shown(string? text) =>
        new([.. (text ?? "nothing").Take(200).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    /// <summary>How sure an answer must be, and how far to search.</summary>
    public static MatchOptions Match(HttpRequest request) => new()
    {
        MaxEValue = Threshold(Text(request, "threshold")),
        Wide = Flag(request, "wide"),
    };

    /// <summary>A threshold as the command line has it; what is usual for null.</summary>
    public static double Threshold(string? text) => text switch
    {
        null or "balanced" => MatchOptions.Balanced,
        "certain" => MatchOptions.Certain,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var level)
            && level is > 0 and <= 1000 ? level
            : throw ProblemException.BadParameter(
                "threshold", text, "balanced, certain, or a number above 0 and at most 1000"),
    };

    /// <summary>A format of raw samples; null for null.</summary>
    public static PcmFormat? Pcm(string? text) =>
        text is null ? null
        : PcmText.TryParse(text, out var format) ? format
        : throw ProblemException.BadParameter("pcm", text, PcmText.Expected);

    private static TimeSpan? Seconds(HttpRequest request, string name, double least) =>
        Text(request, name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least && seconds <= StartMax ? TimeSpan.FromSeconds(seconds)
        : throw ProblemException.BadParameter(
            name, text, string.Create(CultureInfo.InvariantCulture, $"seconds from {least} to {StartMax}"));
}
