namespace Earmark.Tests.Browser;

/// <summary>A measurement through the microphone of a browser, of music that not everybody has.</summary>
public sealed class MicrophoneFactAttribute : FactAttribute
{
    /// <summary>The variable with what scripts/hear.sh is told.</summary>
    public const string Variable = "EARMARK_HEAR";

    public MicrophoneFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Skip = "scripts/hear.sh measures this with music of yours.";
        }
    }
}
