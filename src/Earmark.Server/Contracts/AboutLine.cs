namespace Earmark.Server.Contracts;

/// <summary>What a page must know of the server before it asks anything.</summary>
/// <param name="NeedsKey">Whether the one who asks has to show a key first.</param>
/// <param name="ReadOnly">Whether tracks cannot be added, edited or deleted.</param>
/// <param name="HasFfmpeg">Whether anything but WAV and raw samples can be read.</param>
internal sealed record AboutLine(
    string Version,
    string Profile,
    int SampleRate,
    double FrameS,
    double StepHz,
    int Tracks,
    bool NeedsKey,
    bool ReadOnly,
    bool HasFfmpeg,
    int MaxClipS,
    int MaxListenS,
    int MaxUploadMb);
