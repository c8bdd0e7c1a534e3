namespace Earmark.Indexing;

/// <summary>Counts what is read over a network for whoever began it, through all calls and tasks below.</summary>
internal sealed class NetworkMeter : IDisposable
{
    private static readonly AsyncLocal<NetworkMeter?> Innermost = new();

    private readonly NetworkMeter? _outer = Innermost.Value;
    private long _values;
    private long _bytes;
    private int _waits;
    private int _isAsked;

    private NetworkMeter()
    {
    }

    /// <summary>The one that counts here; null for none.</summary>
    public static NetworkMeter? Current => Innermost.Value;

    /// <summary>What was counted; null where nothing went over a network.</summary>
    public NetworkUse? Use => _values == 0 ? null : new NetworkUse(_values, _bytes, _waits);

    /// <summary>Begins to count, until it is disposed of.</summary>
    public static NetworkMeter Begin()
    {
        var meter = new NetworkMeter();
        Innermost.Value = meter;
        return meter;
    }

    /// <summary>A value is asked for; whoever asks does not wait yet.</summary>
    public void Ask()
    {
        Interlocked.Increment(ref _values);
        Volatile.Write(ref _isAsked, 1);
    }

    /// <summary>Somebody has to wait: a round trip, if anything was asked for since the last.</summary>
    public void Wait() => Interlocked.Add(ref _waits, Interlocked.Exchange(ref _isAsked, 0));

    /// <summary>A value has come.</summary>
    public void Receive(int bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <inheritdoc/>
    public void Dispose() => Innermost.Value = _outer;
}
