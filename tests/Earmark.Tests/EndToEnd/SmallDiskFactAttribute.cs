namespace Earmark.Tests.EndToEnd;

/// <summary>A test that needs a <see cref="SmallDisk"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        Skip = SmallDisk.IsPossible ? null : "Only root on Linux may mount a disk in memory.";
    }
}
