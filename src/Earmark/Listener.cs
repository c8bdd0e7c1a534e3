using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Earmark.Audio;
using Earmark.Matching;

namespace Earmark;

/// <summary>One listening: takes samples as they come, looks again and again, and ends as soon as it is sure.</summary>
/// <remarks>
/// Each look is the query of all that was heard so far, by the same code as for a file: so the answer is the one that
/// the file would get. A clip that is looked at ten times has ten chances to be named wrongly; before the end only
/// an answer counts that is far rarer among unknown clips than the last one need be.
/// One thread may add while another looks.
/// </remarks>
public sealed class Listener
{
    /// <summary>So much rarer than the threshold, at `balanced`, is what is called certain.</summary>
    private const double EarlyRarity = 350;

    private const double FirstLookSeconds = 1.0;

    /// <summary>Heard in between, at least and as a share of all: longer clips change less, and cost more.</summary>
    private const double BetweenLooksSeconds = 0.25;
    private const double BetweenLooksShare = 0.15;

    private readonly Library _library;
    private readonly PcmFormat _format;
    private readonly ListenOptions _options;
    private readonly HeardSound _sound;
    private readonly LevelMeter _now;
    private readonly LevelMeter _all;

    // What it holds says that more was heard, however much more.
    private readonly Channel<bool> _heardMore = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile bool _isComplete;

    /// <param name="format">How the samples lie that will be added.</param>
    public Listener(Library library, PcmFormat format, ListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, TimeSpan.FromSeconds(1), nameof(options));
        (_library, _format, _options) = (library, format, options);
        _sound = new HeardSound(format, options.Limit);
        (_now, _all) = (new LevelMeter(format), new LevelMeter(format));
    }

    /// <summary>How much was heard, in seconds.</summary>
    public double Seconds => _sound.Seconds;

    /// <summary>Whether no more will count.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>How loud all of it was. For the thread that adds, or once it has ended.</summary>
    public SoundLevel Level => _all.Level;

    /// <summary>Takes whole frames; what is beyond the limit, or comes after the end, is left out.</summary>
    public void Add(ReadOnlySpan<byte> frames)
    {
        if (!_isComplete)
        {
            _sound.Add(frames);
            _now.Add(frames);
            _all.Add(frames);
            _isComplete = _sound.IsFull;
        }

        _heardMore.Writer.TryWrite(true);
    }

    /// <summary>How loud it was since this was last asked. For the thread that adds.</summary>
    public SoundLevel TakeLevel()
    {
        var level = _now.Level;
        _now.Clear();
        return level;
    }

    /// <summary>No more will come: the next look is the last.</summary>
    /// <param name="fault">What went wrong, if that is why; it ends the looks instead.</param>
    public void Complete(Exception? fault = null)
    {
        _isComplete = true;
        _heardMore.Writer.TryWrite(true);
        if (fault is not null)
        {
            _heardMore.Writer.TryComplete(fault);
        }
    }

    /// <summary>Looks whenever there is enough to look at, and returns what it saw; ends with the last look.</summary>
    /// <param name="turn">
    /// Gives leave to look, for as long as what it returns is not disposed of, or null where this look is to be left
    /// out. It is told whether the look is the last, which may not be.
    /// </param>
    /// <exception cref="AudioException">Too little was heard to be asked about.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async IAsyncEnumerable<ListenLook> LooksAsync(
        Func<bool, CancellationToken, ValueTask<IDisposable?>>? turn = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var next = FirstLookSeconds;
        while (true)
        {
            await WaitForMoreAsync(cancellation).ConfigureAwait(false);
            var isLast = _isComplete;
            if (!isLast && Seconds < next)
            {
                continue;
            }

            var looked = Seconds;
            if (await LookAsync(isLast, turn, cancellation).ConfigureAwait(false) is { } answer)
            {
                var look = new ListenLook(answer, isLast || answer.Decision != Decision.None);
                yield return look;
                if (look.IsLast)
                {
                    yield break;
                }
            }

            // Counted from what it looked at: sound that came in while it did is not made to wait again.
            next = looked + Math.Max(BetweenLooksSeconds, BetweenLooksShare * looked);
        }
    }

    /// <exception cref="Exception">What <see cref="Complete"/> was given.</exception>
    private async Task WaitForMoreAsync(CancellationToken cancellation)
    {
        if (await _heardMore.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            _heardMore.Reader.TryRead(out _);
        }

        if (_heardMore.Reader.Completion.IsFaulted)
        {
            await _heardMore.Reader.Completion.ConfigureAwait(false);
        }
    }

    private async Task<QueryAnswer?> LookAsync(
        bool isLast, Func<bool, CancellationToken, ValueTask<IDisposable?>>? turn, CancellationToken cancellation)
    {
        using var leave = turn is null ? null : await turn(isLast, cancellation).ConfigureAwait(false);
        if (turn is not null && leave is null)
        {
            return null;
        }

        var match = isLast
            ? _options.Match
            : _options.Match with { MaxEValue = _options.Match.MaxEValue / EarlyRarity };
        var options = new QueryOptions { Pcm = _format, Match = match, KeepsContrast = _options.KeepsContrast };
        return await _library.QueryAsync(_sound.Open(), _options.Name, options, cancellation).ConfigureAwait(false);
    }
}
