using System.Runtime.InteropServices;
using Earmark.Audio;
using Earmark.Cli.Output;
using Earmark.Matching;

namespace Earmark.Cli.Verbs;

/// <summary>One listening: the microphone on one thread, looks at what it heard on another.</summary>
internal sealed class ListenRun(Library library, ListenOptions options, Terminal terminal)
{
    private const double LevelEverySeconds = 0.1;

    /// <summary>Listens until it is sure or has heard enough.</summary>
    /// <param name="name">The device, as people name it; null for the system's own choice.</param>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public async Task<QueryOutcome> RunAsync(string? name, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            using var microphone = await Task.Run(() => Open(name, done.Token), ct);
            var listener = new Listener(library, microphone.Format, options);
            QueryAnswer answer;
            using (var line = new LevelLine(terminal))
            {
                var hearing = Task.Run(() => Hear(microphone, listener, line), CancellationToken.None);
                try
                {
                    answer = await LookAsync(listener, line, ct);
                }
                finally
                {
                    await done.CancelAsync();
                    await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }

            return answer.Decision == Decision.None && listener.Level.IsDigitalSilence
                ? throw new AudioException(ListenAdvice.Muted(microphone.Device))
                : new QueryOutcome(options.Name, Advised(answer, listener.Level), null);
        }
        catch (AudioException e)
        {
            return new QueryOutcome(options.Name, null, e);
        }
    }

    private static Microphone Open(string? name, CancellationToken ct) =>
        Microphone.Open(name is null ? null : CaptureDevice.Find(name, ct), new AudioOptions(), ct);

    private static void Hear(Microphone microphone, Listener listener, LevelLine line)
    {
        try
        {
            var format = microphone.Format;
            var frames = new float[(int)(LevelEverySeconds * format.SampleRate) * format.Channels];
            var levelAt = LevelEverySeconds;
            while (!listener.IsComplete)
            {
                var count = microphone.Read(frames);
                listener.Add(MemoryMarshal.AsBytes(frames.AsSpan(0, count * format.Channels)));
                if (listener.Seconds >= levelAt)
                {
                    levelAt = listener.Seconds + LevelEverySeconds;
                    line.Show(listener.TakeLevel(), listener.Seconds);
                }
            }
        }
        catch (Exception e)
        {
            listener.Complete(e);
        }
    }

    private static async Task<QueryAnswer> LookAsync(Listener listener, LevelLine line, CancellationToken ct)
    {
        QueryAnswer? last = null;
        await foreach (var look in listener.LooksAsync(cancellation: ct))
        {
            last = look.Answer;
            line.Guess = last.Evidence.BestGuess is { } guess ? $"perhaps {Text.Name(guess.Track)}" : "";
        }

        // There is always a last look, however little was heard.
        return last!;
    }

    /// <summary>The answer; where there is none, with what may be the reason among its warnings.</summary>
    private static QueryAnswer Advised(QueryAnswer answer, SoundLevel level) =>
        answer.Decision == Decision.None && ListenAdvice.Of(level) is { } advice
            ? answer with { Warnings = [advice] }
            : answer;
}
