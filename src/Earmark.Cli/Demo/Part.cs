namespace Earmark.Cli.Demo;

/// <summary>Who plays a note.</summary>
internal enum Part
{
    /// <summary>The melody.</summary>
    Lead,

    /// <summary>Broken chords on a plucked string.</summary>
    Pluck,

    /// <summary>Held chords.</summary>
    Pad,

    /// <summary>The lowest voice.</summary>
    Bass,

    /// <summary>Bass drum; pitch is not used.</summary>
    Kick,

    /// <summary>Snare drum; pitch is not used.</summary>
    Snare,

    /// <summary>Cymbal; its length tells closed from open.</summary>
    Hat,

    /// <summary>Tuned drum, for fills.</summary>
    Tom,
}
