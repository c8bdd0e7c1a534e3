using System.Globalization;
using System.Reflection;

namespace Earmark.Tests;

public sealed class FingerprintProfileTests
{
    public static TheoryData<string> Parameters =>
    [
        .. typeof(FingerprintProfile).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite).Select(property => property.Name)
            .Where(name => name != nameof(FingerprintProfile.QueryPeakRate)),
    ];

    [Theory, MemberData(nameof(Parameters))]
    public void Every_parameter_is_part_of_the_id(string name)
    {
        var changed = FingerprintProfile.Full with { };
        var property = typeof(FingerprintProfile).GetProperty(name)!;
        property.SetValue(changed, property.GetValue(changed) switch
        {
            int value => value + 1,
            double value => Math.BitIncrement(value),
            string value => value + "2",
            var other => throw new InvalidOperationException($"{name} is a {other?.GetType()}"),
        });

        Assert.NotEqual(FingerprintProfile.Full.Id, changed.Id);
    }

    [Fact]
    public void What_shapes_a_query_alone_is_no_part_of_the_id() =>
        Assert.Equal(FingerprintProfile.Full.Id, (FingerprintProfile.Full with { QueryPeakRate = 50 }).Id);

    [Fact]
    public void Libraries_already_written_keep_their_profiles() =>
        Assert.Equal(["full-93871ef7", "lean-f2c11450"], FingerprintProfile.Known.Select(profile => profile.Id));

    [Fact]
    public void The_id_is_the_same_in_any_language()
    {
        var culture = CultureInfo.CurrentCulture;
        var id = FingerprintProfile.Full.Id;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(id, FingerprintProfile.Full.Id);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Every_peak_and_delay_of_a_profile_fits_its_keys()
    {
        foreach (var profile in FingerprintProfile.Known)
        {
            Assert.InRange(profile.HighestBin * Earmark.Landmarks.Peak.StepsPerBin, 0, (1 << 13) - 1);
            Assert.InRange(profile.ZoneEnd / profile.FrameDuration, 0, profile.DelayCells - 1);
            Assert.InRange(profile.HighestBin, profile.LowestBin, profile.WindowLength / 2);
            Assert.Equal(12_681_216, profile.KeyCount);
        }
    }

    [Fact]
    public void Frames_and_bins_have_the_sizes_the_documents_say()
    {
        Assert.Equal(0.016, FingerprintProfile.Full.FrameDuration);
        Assert.Equal(3.90625, FingerprintProfile.Full.BinWidth);
        Assert.Equal(977, FingerprintProfile.Full.BinCount);
    }
}
