using Earmark.Spectral;

namespace Earmark.Landmarks;

/// <summary>Listens to a recording, block by block, and returns its constellation.</summary>
/// <remarks>
/// Memory does not grow with the recording but for its peaks (some 2 KB per second). Equal samples give an equal
/// constellation however they are cut into blocks. One instance per recording.
/// </remarks>
public sealed class ConstellationExtractor
{
    private readonly FingerprintProfile _profile;
    private readonly Stft _stft;
    private readonly LocalContrast _contrast;
    private readonly PeakPicker _picker;
    private readonly ContrastRecord? _record;
    private readonly float[] _firstLevels;
    private readonly float[] _secondLevels;
    private readonly float[] _contrastRow;
    private long _sampleCount;
    private int _frameCount;
    private List<SalientPeak>? _peaks;

    /// <summary>Begins a recording.</summary>
    /// <param name="contrast">Receives the rows of contrast too; memory grows with the recording then.</param>
    public ConstellationExtractor(FingerprintProfile profile, ContrastRecord? contrast = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        _record = contrast;
        _stft = new Stft(profile);
        _contrast = new LocalContrast(profile);
        _picker = new PeakPicker(profile);
        _firstLevels = new float[profile.BinCount];
        _secondLevels = new float[profile.BinCount];
        _contrastRow = new float[profile.BinCount];
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, at the profile's rate, −1 … 1.</param>
    public void Write(ReadOnlySpan<float> samples)
    {
        _sampleCount += samples.Length;
        while (_stft.Fill(ref samples))
        {
            _stft.TransformPair(_firstLevels, _secondLevels);
            AddFrame(_firstLevels);
            AddFrame(_secondLevels);
        }
    }

    /// <summary>The constellation at the density of an index. Ends the recording.</summary>
    public Constellation FinishReference() => Finish(_profile.ReferencePeakRate);

    /// <summary>The constellation at the density of a query. Ends the recording.</summary>
    public Constellation FinishQuery() => Finish(_profile.QueryPeakRate);

    private Constellation Finish(int peakRate)
    {
        if (_peaks is null)
        {
            if (_stft.TransformLast(_firstLevels))
            {
                AddFrame(_firstLevels);
            }

            _contrast.Finish();
            TakeContrast();
            _peaks = _picker.Finish();
        }

        return new Constellation(PeakRanker.Keep(_peaks, _sampleCount, _profile, peakRate), _frameCount);
    }

    private void AddFrame(ReadOnlySpan<float> levels)
    {
        _frameCount++;
        _contrast.Add(levels);
        TakeContrast();
    }

    private void TakeContrast()
    {
        while (_contrast.TryTake(_contrastRow, out var levels))
        {
            _picker.Add(_contrastRow, levels);
            _record?.Add(_contrastRow);
        }
    }
}
