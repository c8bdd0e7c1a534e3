using Earmark.Matching;
using Earmark.Monitoring;

namespace Earmark.Tests.Monitoring;

public sealed class CourseTests
{
    [Fact]
    public void A_course_maps_there_and_back()
    {
        var course = new Course(100, 30, new Warp(1.05, 1 / 1.05));

        Assert.Equal(40.5, course.Map(110), 1e-9);
        Assert.Equal(110, course.Unmap(40.5), 1e-9);
        Assert.Equal(30 - (1.05 * 10), course.PlacementFrom(90).Offset, 1e-9);
    }

    [Theory]
    [InlineData(1.004)]
    [InlineData(0.996)]
    public void A_course_follows_a_player_that_is_a_little_faster_than_was_thought(double speed)
    {
        var course = new Course(0, 0, Warp.Identity);

        for (var time = 2.5; time < 200; time += 2.5)
        {
            course.Fix(time, speed * time);
            Assert.Equal(speed * time, course.Map(time), 0.03);
        }

        Assert.Equal(speed, course.Warp.Time, 2e-4);
        Assert.Equal(1 / speed, course.Warp.Frequency, 2e-4);
    }

    [Fact]
    public void A_fix_that_is_far_off_is_of_something_else()
    {
        var course = new Course(0, 0, Warp.Identity);

        course.Fix(10, 10.2);

        Assert.Equal(10, course.Map(10));
    }
}
