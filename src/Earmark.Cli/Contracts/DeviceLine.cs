namespace Earmark.Cli.Contracts;

/// <summary>A device that `listen` can record from.</summary>
/// <param name="Device">What --device takes, such as "alsa:default".</param>
/// <param name="System">The part of the operating system that has it.</param>
/// <param name="Description">What people call it; null where the system does not say.</param>
/// <param name="Default">Whether the system takes it where none is named.</param>
internal sealed record DeviceLine(string Device, string System, string? Description, bool Default);
