using Earmark.Server.Http;

namespace Earmark.Tests.Server;

public sealed class GateTests
{
    private static readonly TimeSpan Ever = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task As_many_as_there_are_slots_come_in_and_the_next_when_one_leaves()
    {
        using var gate = new Gate(2, 1, Ever, "tests");
        var first = await gate.EnterAsync(CancellationToken.None);
        await gate.EnterAsync(CancellationToken.None);

        var third = gate.EnterAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);
        Assert.Equal(3, gate.Present);

        first.Dispose();
        first.Dispose();
        await third;
        Assert.Equal(2, gate.Present);
    }

    [Fact]
    public async Task Who_finds_the_queue_full_is_turned_away_at_once_and_told_to_come_back()
    {
        using var gate = new Gate(1, 1, Ever, "tests");
        var inside = await gate.EnterAsync(CancellationToken.None);
        var waiting = gate.EnterAsync(CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<ProblemException>(() => gate.EnterAsync(CancellationToken.None));

        Assert.Equal((503, 1), (refusal.Status, refusal.RetryAfter));
        Assert.Equal(2, gate.Present);
        inside.Dispose();
        (await waiting).Dispose();
        Assert.Equal(0, gate.Present);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_place_to_others()
    {
        using var gate = new Gate(1, 1, Ever, "tests");
        using var inside = await gate.EnterAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var waiting = gate.EnterAsync(patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, gate.Present);
        Assert.Null(gate.TryEnter());
        Assert.Equal(1, gate.Present);
    }
}
