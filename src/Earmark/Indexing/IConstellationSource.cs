namespace Earmark.Indexing;

/// <summary>Reads the encoded constellations of a library by track id. For one thread.</summary>
internal interface IConstellationSource : IDisposable
{
    /// <summary>The encoded constellation of a track, damaged or not; null where there is none.</summary>
    byte[]? Find(long trackId);
}
