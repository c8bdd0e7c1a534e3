using System.Net.WebSockets;
using Earmark.Audio;
using Earmark.Matching;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Identify;

/// <summary>One microphone at the other end of a socket: what a <see cref="Listener"/> hears and says of it.</summary>
internal sealed class ListenSession(ListenSocket socket, ServerState state)
{
    /// <summary>What 48 kHz stereo as 32-bit floats takes.</summary>
    private const int BytesPerSecondMax = 48_000 * 2 * 4;

    /// <summary>Peaks nearer to the end than this may change with what follows, in seconds.</summary>
    private const double UnsettledSeconds = 0.6;

    /// <summary>Peaks that are worth drawing, per second.</summary>
    private const int DrawnRank = 40;

    private const double LevelEverySeconds = 0.1;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(2);

    private int _sentFrames;

    /// <summary>Listens to the end.</summary>
    public async Task RunAsync(HttpContext context, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            var command = await ReceiveStartAsync(stop);
            var format = FormatOf(command);
            var threshold = RequestValues.Threshold(command.Threshold);
            var options = new ListenOptions
            {
                Match = new MatchOptions { MaxEValue = threshold, Wide = command.Wide },
                Limit = TimeSpan.FromSeconds(state.Options.MaxListenSeconds),
                KeepsContrast = state.Options.HistoryLength > 0,
            };
            var listener = new Listener(state.Library, format, options);
            await socket.SendAsync(new ListenEventLine("ready"), stop);
            var receiving = ReceiveAsync(listener, format, limit.Token);
            try
            {
                await LookAsync(listener, stop);
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
    private async Task ReceiveAsync(Listener listener, PcmFormat format, CancellationToken stop)
    {
        var levelAt = 0.0;
        try
        {
            while (await ReceiveInTimeAsync(stop) is { } message)
            {
                if (message.Type == WebSocketMessageType.Text)
                {
                    if (ListenSocket.Parse(message.Bytes.Span).Type == "stop")
                    {
                        listener.Complete();
                    }
                }
                else if (!listener.IsComplete)
                {
                    listener.Add(message.Bytes.Span[..(message.Bytes.Length / format.FrameBytes * format.FrameBytes)]);
                    if (listener.Seconds >= levelAt)
                    {
                        levelAt = listener.Seconds + LevelEverySeconds;
                        await TellLevelAsync(listener, stop);
                    }
                }
            }

            listener.Complete();
        }
        catch (Exception e)
        {
            // A bad message is a problem, not an answer.
            listener.Complete(e);
            throw;
        }
    }

    private Task TellLevelAsync(Listener listener, CancellationToken stop)
    {
        var level = listener.TakeLevel();
        return socket.SendAsync(
            new ListenEventLine("level")
            {
                HeardS = Map.Time(listener.Seconds),
                Level = level.Loudness.ToString().ToLowerInvariant(),
                RmsDb = level.RmsDb,
                PeakDb = level.PeakDb,
            },
            stop);
    }

    private async Task LookAsync(Listener listener, CancellationToken stop)
    {
        await foreach (var look in listener.LooksAsync(EnterAsync, stop))
        {
            await (look.IsLast ? AnswerAsync(look.Answer, stop) : TellProgressAsync(look.Answer, stop));
        }
    }

    /// <summary>A look waits for clips that were sent whole, but for the last one, which waits with them.</summary>
    private async ValueTask<IDisposable?> EnterAsync(bool isLast, CancellationToken stop) =>
        isLast ? await state.Identifying.EnterAsync(stop) : state.Identifying.TryEnter();

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
