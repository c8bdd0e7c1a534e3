using Earmark.Landmarks;
using Earmark.Matching;
using Earmark.Spectral;

namespace Earmark.Monitoring;

/// <summary>Listens to sound without an end and hands out slice by slice what was heard.</summary>
/// <remarks>
/// What <see cref="ConstellationExtractor"/> and <see cref="ContrastRecord"/> do for a recording, with what is behind
/// forgotten: each frame is transformed, and its peaks are picked and ranked, once. A slice is complete half a second
/// after the contrast of its last frame, which is a second behind the sound. Equal samples give equal slices, however
/// they are cut.
/// </remarks>
internal sealed class StreamEar
{
    /// <summary>Frames around a cell or peak that its rank depends on.</summary>
    private const int Surroundings = 32;

    /// <summary>Frames that each bin's mean is taken over: those of a clip.</summary>
    private const int MeanFrames = HeardHistory.SlicesPerClip * HeardSlice.FrameCountMax;

    private readonly FingerprintProfile _profile;
    private readonly double _start;
    private readonly Stft _stft;
    private readonly LocalContrast _contrast;
    private readonly PeakPicker _picker;
    private readonly ContrastRecord _record;
    private readonly List<SalientPeak> _salient = [];
    private readonly List<float> _volumes = [];
    private readonly float[] _firstLevels;
    private readonly float[] _secondLevels;
    private readonly float[] _contrastRow;
    private readonly int _ahead;
    private long _sampleCount;
    private double _squares;

    // Frames from the ear's first on: of the first row that is kept, and of the next slice.
    private int _firstKept;
    private int _next;

    /// <param name="start">When the first sample is heard, on the source's clock, in seconds.</param>
    public StreamEar(FingerprintProfile profile, double start)
    {
        (_profile, _start) = (profile, start);
        _stft = new Stft(profile);
        _contrast = new LocalContrast(profile);
        _picker = new PeakPicker(profile);
        _record = new ContrastRecord(profile);
        _firstLevels = new float[profile.BinCount];
        _secondLevels = new float[profile.BinCount];
        _contrastRow = new float[profile.BinCount];
        _ahead = Surroundings + profile.PeakFrameRadius;
    }

    /// <summary>When the last sample was heard.</summary>
    public double Heard => _start + ((double)_sampleCount / _profile.SampleRate);

    private int ContrastCount => _firstKept + _record.FrameCount;

    /// <summary>Takes the next samples and returns the slices that are complete now.</summary>
    /// <param name="samples">Mono, at the profile's rate, −1 … 1.</param>
    public List<HeardSlice> Write(ReadOnlySpan<float> samples)
    {
        var slices = new List<HeardSlice>();
        Measure(samples);
        while (_stft.Fill(ref samples))
        {
            _stft.TransformPair(_firstLevels, _secondLevels);
            Add(_firstLevels);
            Add(_secondLevels);
            if (ContrastCount >= _next + HeardSlice.FrameCountMax + _ahead)
            {
                _picker.MoveTo(_salient);
                slices.Add(Slice(HeardSlice.FrameCountMax, isLast: false));
            }
        }

        return slices;
    }

    /// <summary>Ends the sound and returns what is left of it.</summary>
    public List<HeardSlice> Finish()
    {
        if (_stft.TransformLast(_firstLevels))
        {
            Add(_firstLevels);
        }

        _contrast.Finish();
        TakeContrast();
        _salient.AddRange(_picker.Finish());
        var slices = new List<HeardSlice>();
        while (_next < ContrastCount)
        {
            slices.Add(Slice(Math.Min(HeardSlice.FrameCountMax, ContrastCount - _next), isLast: true));
        }

        return slices;
    }

    private void Measure(ReadOnlySpan<float> samples)
    {
        var tickLength = HeardSlice.TickFrames * _profile.HopLength;
        foreach (var sample in samples)
        {
            _squares += sample * sample;
            if (++_sampleCount % tickLength == 0)
            {
                _volumes.Add((float)Math.Sqrt(_squares / tickLength));
                _squares = 0;
            }
        }
    }

    private void Add(ReadOnlySpan<float> levels)
    {
        _contrast.Add(levels);
        TakeContrast();
    }

    private void TakeContrast()
    {
        while (_contrast.TryTake(_contrastRow, out var levels))
        {
            _picker.Add(_contrastRow, levels);
            _record.Add(_contrastRow);
        }
    }

    private HeardSlice Slice(int frameCount, bool isLast)
    {
        var (first, end) = (_next - _firstKept, _next - _firstKept + frameCount);
        var map = _record.Exceedance(first, end, Math.Max(0, end - MeanFrames)).FromZero(_profile);
        var spread = _record.Spread(first, end);
        var peaks = Ranked(frameCount, isLast);
        var clip = QueryClip.Of(new Constellation(peaks, frameCount), map, spread, _profile);
        var ticks = Math.Min(_volumes.Count, (frameCount + HeardSlice.TickFrames - 1) / HeardSlice.TickFrames);
        var slice = new HeardSlice(
            _start + (_next * _profile.FrameDuration), clip, peaks, [.. _volumes.Take(ticks)]);
        _volumes.RemoveRange(0, ticks);
        _next += frameCount;
        Forget();
        return slice;
    }

    /// <summary>The peaks of the next frames, ranked among those around them.</summary>
    private Peak[] Ranked(int frameCount, bool isLast)
    {
        var shift = Math.Max(0, _next - Surroundings);
        var around = _salient
            .Where(peak => peak.Frame >= shift && peak.Frame < _next + frameCount + Surroundings)
            .Select(peak => peak with { Frame = peak.Frame - shift })
            .ToList();
        var samplesLeft = isLast ? _sampleCount - ((long)shift * _profile.HopLength) : long.MaxValue / 2;
        var first = _next - shift;
        return
        [
            .. PeakRanker.Keep(around, samplesLeft, _profile, _profile.QueryPeakRate)
                .Where(peak => peak.Frame >= first && peak.Frame < first + frameCount)
                .Select(peak => peak with { Frame = peak.Frame - first }),
        ];
    }

    private void Forget()
    {
        var rows = _next - MeanFrames - _firstKept;
        if (rows > 0)
        {
            _record.Forget(rows);
            _firstKept += rows;
        }

        _salient.RemoveAll(peak => peak.Frame < _next - Surroundings);
    }
}
