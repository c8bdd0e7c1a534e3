using Earmark.Matching;

namespace Earmark.Tests.Matching;

public sealed class HypothesisSetTests
{
    [Fact]
    public void Plain_changes_come_before_tempo_and_pitch_at_once()
    {
        var stages = HypothesisSet.Wide.Stages;

        Assert.Equal(2, stages.Count);
        Assert.All(stages[0], hypothesis => Assert.True(hypothesis.IsPlain));
        Assert.All(stages[1], hypothesis => Assert.False(hypothesis.IsPlain));
        Assert.Equal(HypothesisSet.Wide.Hypotheses.ToHashSet(), stages.SelectMany(stage => stage).ToHashSet());
    }

    [Fact]
    public void What_is_usual_is_plain_and_one_stage_in_its_own_order() =>
        Assert.Equal(HypothesisSet.Usual.Hypotheses, Assert.Single(HypothesisSet.Usual.Stages));

    [Fact]
    public void A_set_of_none_has_nothing_to_try() => Assert.Empty(HypothesisSet.None.Stages);

    [Fact]
    public void Among_more_hypotheses_more_is_verified()
    {
        var (usual, wide) = (HypothesisSet.Usual, HypothesisSet.Wide);

        Assert.True(wide.Hypotheses.Count > usual.Hypotheses.Count);
        Assert.True(wide.Candidates > usual.Candidates);
        Assert.True(wide.Finalists > usual.Finalists);
        Assert.True(wide.FittedWarps > usual.FittedWarps);
    }
}
