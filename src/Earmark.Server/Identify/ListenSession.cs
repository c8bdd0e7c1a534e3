using System.Net.WebSockets;
using Earmark.Audio;
using Earmark.Matching;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Identify;

/// <summary>One microphone: takes its samples, looks again and again, and ends as soon as it is sure.</summary>
/// <remarks>
/// Each look is the query of all that was heard so far, by the same code as for a file: so the answer is the one that
/// the file would get. A clip that is looked at ten times has ten chances to be named wrongly; before the end only
/// an answer counts that is far rarer among unknown clips than the last one need be.
/// </remarks>
internal sealed class ListenSession(ListenSocket socket, ServerState state) : IDisposable
{
    /// <summary>What 48 kHz stereo as 32-bit floats takes.</summary>
    private const int BytesPerSecondMax = 48_000 * 2 * 4;

    /// <summary>Peaks nearer to the end than this may change with what follows, in seconds.</summary>
    private const double UnsettledSeconds = 0.6;

    /// <summary>Peaks that are worth drawing, per second.</summary>
    private const int DrawnRank = 40;

    /// <summary>So much rarer than the threshold, at `balanced`, is what is called certain.</summary>
    private const double EarlyRarity = 350;

    private const double LevelEverySeconds = 0.1;
    private const double FirstLookSeconds = 1.0;

    /// <summary>Heard in between, at least and as a share of all: longer clips change less, and cost more.</summary>
    private const double BetweenLooksSeconds = 0.25;
    private const double BetweenLooksShare = 0.15;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _heardMore = new(0);
    private int _sentFrames;
    private volatile bool _isEnding;

    /// <summary>Listens to the end.</summary>
    public async Task RunAsync(HttpContext context, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var command = await ReceiveStartAsync(stop);
            var format = FormatOf(command);
            var threshold = RequestValues.Threshold(command.Threshold);
            var sound = new HeardSound(format, state.Options.MaxListenSeconds);
            await socket.SendAsync(new ListenEventLine("ready"), stop);
            var receiving = ReceiveAsync(sound, format, limit.Token);
            try
            {
                var match = new MatchOptions { MaxEValue = threshold, Wide = command.Wide };
                await LookAsync(sound, format, match, receiving, stop);
            }
            catch (Exception e) when (IsToBeTold(e, stop))
            {
                await TellProblemAsync(e, context, stop);
            }
            finally
            {
                limit.CancelAfter(CloseWait);
                await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e) when (IsToBeTold(e, stop))
        {
            await TellProblemAsync(e, context, stop);
            limit.CancelAfter(CloseWait);
        }

        await socket.DrainAsync(limit.Token);
    }

    public void Dispose() => _heardMore.Dispose();

    /// <summary>Whether the client is still there to be told what went wrong.</summary>
    private static bool IsToBeTold(Exception exception, CancellationToken stop) =>
        exception is not WebSocketException && !stop.IsCancellationRequested;

    private async Task TellProblemAsync(Exception exception, HttpContext context, CancellationToken stop)
    {
        var problem = Problems.ToProblem(exception, context, state.Note);
        await socket.SendAsync(new ListenEventLine("problem") { Problem = Problems.ToLine(problem) }, stop);
        await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, problem.Type, stop);
    }

    private async Task<ListenCommandLine> ReceiveStartAsync(CancellationToken stop)
    {
        var message = await ReceiveInTimeAsync(stop);
        return message is ({ } type, var bytes) && type == WebSocketMessageType.Text
            && ListenSocket.Parse(bytes.Span) is { Type: "start" } start
            ? start
            : throw new ProblemException(
                400, "no-start", "The first message must be {\"type\":\"start\",\"pcm\":\"f32le:48000:1\"}.");
    }

    private static PcmFormat FormatOf(ListenCommandLine command)
    {
        var format = RequestValues.Pcm(command.Pcm ?? "f32le:48000:1")!.Value;
        return format.FrameBytes * (long)format.SampleRate <= BytesPerSecondMax
            ? format
            : throw ProblemException.BadParameter("pcm", command.Pcm, $"at most {BytesPerSecondMax} bytes a second");
    }

    /// <summary>Takes samples until the client says goodbye; once enough were heard, no more of them count.</summary>
    private async Task ReceiveAsync(HeardSound sound, PcmFormat format, CancellationToken stop)
    {
        var meter = new LevelMeter(format);
        var levelAt = 0.0;
        try
        {
            while (await ReceiveInTimeAsync(stop) is { } message)
            {
                if (message.Type == WebSocketMessageType.Text)
                {
                    _isEnding |= ListenSocket.Parse(message.Bytes.Span).Type == "stop";
                }
                else if (!_isEnding)
                {
                    var whole = message.Bytes.Length / format.FrameBytes * format.FrameBytes;
                    sound.Add(message.Bytes.Span[..whole]);
                    meter.Add(message.Bytes.Span[..whole]);
                    _isEnding |= sound.IsFull;
                    if (sound.Seconds >= levelAt)
                    {
                        levelAt = sound.Seconds + LevelEverySeconds;
                        await TellLevelAsync(sound, meter, stop);
                    }
                }

                _heardMore.Release();
            }
        }
        finally
        {
            _isEnding = true;
            _heardMore.Release();
        }
    }

    private Task TellLevelAsync(HeardSound sound, LevelMeter meter, CancellationToken stop)
    {
        var (word, rms, peak) = meter.Take();
        return socket.SendAsync(
            new ListenEventLine("level")
            {
                HeardS = Map.Time(sound.Seconds),
                Level = word,
                RmsDb = rms,
                PeakDb = peak,
            },
            stop);
    }

    private async Task LookAsync(
        HeardSound sound, PcmFormat format, MatchOptions match, Task receiving, CancellationToken stop)
    {
        var nextLook = FirstLookSeconds;
        while (true)
        {
            await _heardMore.WaitAsync(stop);
            var isLast = _isEnding;
            if (receiving.IsFaulted)
            {
                // A bad message is a problem, not an answer.
                await receiving;
            }

            if (!isLast && sound.Seconds < nextLook)
            {
                continue;
            }

            var looked = sound.Seconds;
            var options = isLast ? match : match with { MaxEValue = match.MaxEValue / EarlyRarity };
            var answer = await AskAsync(sound, format, options, isLast, stop);
            if (answer is not null && (isLast || answer.Decision != Decision.None))
            {
                await AnswerAsync(answer, stop);
                return;
            }

            // Counted from what it looked at: sound that came in while it did is not made to wait again.
            nextLook = looked + Math.Max(BetweenLooksSeconds, BetweenLooksShare * looked);
            if (answer is not null)
            {
                await TellProgressAsync(answer, stop);
            }
        }
    }

    /// <summary>Looks once; null where others are in the way and there will be another look.</summary>
    private async Task<QueryAnswer?> AskAsync(
        HeardSound sound, PcmFormat format, MatchOptions match, bool isLast, CancellationToken stop)
    {
        using var place = isLast ? await state.Identifying.EnterAsync(stop) : state.Identifying.TryEnter();
        if (place is null)
        {
            return null;
        }

        var options = new QueryOptions
        {
            Pcm = format, Match = match, KeepsContrast = state.Options.HistoryLength > 0,
        };
        return await state.Library.QueryAsync(sound.Open(), "microphone", options, stop);
    }

    private Task TellProgressAsync(QueryAnswer answer, CancellationToken stop)
    {
        var candidates = new[] { answer.Evidence.BestGuess, answer.Evidence.RunnerUp };
        return socket.SendAsync(
            new ListenEventLine("progress")
            {
                HeardS = Map.Time(answer.Duration.TotalSeconds),
                Peaks = NewPeaks(answer, answer.Duration.TotalSeconds - UnsettledSeconds),
                Candidates =
                [
                    .. candidates.OfType<Match>().Select((match, index) => Map.ToLine(match, index + 1)),
                ],
            },
            stop);
    }

    private async Task AnswerAsync(QueryAnswer answer, CancellationToken stop)
    {
        var heard = new Fingerprint(state.Library.Profile.Id, answer.Heard);
        var line = state.Answers.Add(answer, "microphone", heard, state.Note);
        state.Metrics.CountAnswer(line.Decision, line.Source, answer.Seconds.Total);
        state.Metrics.CountListening(answer.Duration.TotalSeconds);
        await socket.SendAsync(
            new ListenEventLine("answer")
            {
                HeardS = line.DurationS,
                Peaks = NewPeaks(answer, double.MaxValue),
                Answer = line,
            },
            stop);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "answered", stop);
    }

    private List<double[]> NewPeaks(QueryAnswer answer, double until)
    {
        var profile = state.Library.Profile;
        var peaks = new List<double[]>();
        foreach (var peak in answer.Heard.Peaks)
        {
            var time = peak.Frame * profile.FrameDuration;
            if (peak.Frame >= _sentFrames && time < until && peak.Rank < DrawnRank)
            {
                peaks.Add([Map.Time(time), Math.Round(peak.Step * profile.BinWidth / 8, 1), peak.Rank]);
            }
        }

        _sentFrames = (int)Math.Max(_sentFrames, Math.Min(until / profile.FrameDuration, int.MaxValue));
        return peaks;
    }

    /// <summary>Receives, but waits for no client that has fallen silent; null once it has closed or done so.</summary>
    private async Task<(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes)?> ReceiveInTimeAsync(
        CancellationToken stop)
    {
        // Not by cancelling: a receive that is cancelled takes the socket with it, and nothing could be said any more.
        var receiving = socket.ReceiveAsync(stop);
        return await Task.WhenAny(receiving, Task.Delay(Silence, stop)) == receiving
            ? await receiving
            : throw new ProblemException(408, "no-samples", "No samples came for ten seconds: is the microphone on?");
    }
}
