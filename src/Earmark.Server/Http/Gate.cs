namespace Earmark.Server.Http;

/// <summary>Lets few in at a time, has few more wait, and turns the rest away at once: a queue never grows.</summary>
internal sealed class Gate(int slots, int queueLength, TimeSpan patience, string what) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(slots);
    private int _present;

    /// <summary>How many are in or wait.</summary>
    public int Present => Volatile.Read(ref _present);

    /// <summary>Waits for a slot; the result gives it back.</summary>
    /// <exception cref="ProblemException">Too many wait already, or it took too long.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        var place = new Place(this);
        if (Interlocked.Increment(ref _present) > slots + queueLength)
        {
            place.Leave();
            throw Refusal();
        }

        try
        {
            place.HasSlot = await _slots.WaitAsync(patience, cancellation);
        }
        finally
        {
            if (!place.HasSlot)
            {
                place.Leave();
            }
        }

        return place.HasSlot ? place : throw Refusal();
    }

    /// <summary>Takes a slot if one is free; null if none is.</summary>
    public IDisposable? TryEnter()
    {
        var place = new Place(this);
        Interlocked.Increment(ref _present);
        place.HasSlot = _slots.Wait(0);
        if (!place.HasSlot)
        {
            place.Leave();
        }

        return place.HasSlot ? place : null;
    }

    public void Dispose() => _slots.Dispose();

    private ProblemException Refusal() =>
        new(503, "overloaded", $"The server is busy with {what}; try again in a moment.") { RetryAfter = 1 };

    private sealed class Place(Gate gate) : IDisposable
    {
        private Gate? _gate = gate;

        public bool HasSlot { get; set; }

        public void Dispose()
        {
            if (HasSlot && _gate is { } held)
            {
                HasSlot = false;
                held._slots.Release();
                Leave();
            }
        }

        public void Leave()
        {
            Interlocked.Decrement(ref _gate!._present);
            _gate = null;
        }
    }
}
