using Earmark.Monitoring;

namespace Earmark.Tests.Monitoring;

public sealed class EvidenceSumTests
{
    [Fact]
    public void Evidence_reaches_to_where_its_sum_is_largest() =>
        Assert.Equal(5, Run([2, 2, -1, 2, 2, -1, -1, 0.5, -1]).Reach);

    [Fact]
    public void A_weak_tick_in_between_is_part_of_it()
    {
        var run = Run([2, 2, -3, 2, 2, 2]);

        Assert.Equal((6, 7.0, 6, 5), (run.Reach, run.Total, run.TickCount, run.SpeakingCount));
    }

    [Fact]
    public void Once_it_was_away_a_little_evidence_does_not_bring_it_back() =>
        Assert.Equal(2, Run([5, 5, -4, -4, -4, 3, 3, -2, 3]).Reach);

    [Fact]
    public void Much_evidence_brings_it_back_and_what_was_lost_meanwhile_is_not_counted()
    {
        var run = Run([5, 5, -4, -4, -4, 6, 6, 1]);

        Assert.Equal((8, 23.0), (run.Reach, run.Total));
    }

    [Fact]
    public void Without_evidence_it_reaches_nowhere() => Assert.Equal(0, Run([-1, -1, 0]).Reach);

    private static EvidenceSum Run(double[] nats)
    {
        var run = new EvidenceSum(start: 0);
        foreach (var (i, value) in nats.Index())
        {
            run.Add(value, i + 1);
        }

        return run;
    }
}
