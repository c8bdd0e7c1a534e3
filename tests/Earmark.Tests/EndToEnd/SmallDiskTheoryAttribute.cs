namespace Earmark.Tests.EndToEnd;

/// <summary>A theory that needs a <see cref="SmallDisk"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute()
    {
        Skip = SmallDisk.IsPossible ? null : "Only root on Linux may mount a disk in memory.";
    }
}
