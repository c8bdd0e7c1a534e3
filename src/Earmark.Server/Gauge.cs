namespace Earmark.Server;

/// <summary>How many of something there are now; for any number of threads.</summary>
internal sealed class Gauge
{
    private int _value;

    public int Value => Volatile.Read(ref _value);

    public int Increment() => Interlocked.Increment(ref _value);

    public int Decrement() => Interlocked.Decrement(ref _value);
}
