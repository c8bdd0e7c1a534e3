using Earmark.Cli.Contracts;

namespace Earmark.Tests.Cli;

public sealed class ContractTests
{
    [Fact]
    public void A_match_is_one_line_of_json_with_the_keys_of_the_contract() => Assert.Equal(
        """{"query":"clip ö.wav","duration_s":10,"decision":"match","matches":[{"rank":1""" +
        ""","ref_id":"Ünïcode, \"quoted\"","ref":"/music/a.flac","title":"Title","artist":"Artist","album":null""" +
        ""","query_start_s":0.1,"query_stop_s":9.9,"ref_start_s":30.1,"ref_stop_s":39.9,"offset_s":30""" +
        ""","score":55.26,"e_value":1.23E-21,"confidence":0.9999,"coverage":0.8125""" +
        ""","time_factor":1.05,"frequency_factor":1}]""" +
        ""","seconds":{"decode":0.01,"fingerprint":0.02,"search":0.003,"total":0.033}}""",
        CliJson.Serialize(Map.ToLine(Samples.Found)));

    [Fact]
    public void No_match_has_an_empty_list_of_matches() => Assert.StartsWith(
        """{"query":"clip ö.wav","duration_s":10,"decision":"none","matches":[],"seconds":""",
        CliJson.Serialize(Map.ToLine(Samples.NotFound)),
        StringComparison.Ordinal);

    [Fact]
    public void What_was_nearest_is_said_where_it_is_asked_for()
    {
        Assert.DoesNotContain("evidence", CliJson.Serialize(Map.ToLine(Samples.NotFound)), StringComparison.Ordinal);

        var line = CliJson.Serialize(Map.ToLine(Samples.NotFound, withEvidence: true));
        Assert.Contains(
            ""","evidence":{"best_guess":{"rank":1,"ref_id":"Ünïcode""", line, StringComparison.Ordinal);
        Assert.EndsWith(""","runner_up":null}}""", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_that_cannot_be_read_has_an_error() => Assert.Equal(
        """{"query":"x.wav","error":"x.wav is empty."}""",
        CliJson.Serialize(new QueryErrorLine("x.wav", "x.wav is empty.")));

    [Theory]
    [InlineData(StoreStatus.Stored, "stored")]
    [InlineData(StoreStatus.Replaced, "replaced")]
    [InlineData(StoreStatus.Skipped, "skipped")]
    [InlineData(StoreStatus.Failed, "failed")]
    public void A_stored_file_has_the_keys_of_the_contract(StoreStatus status, string word) => Assert.Equal(
        $$"""{"path":"/a.mp3","ref_id":"a","status":"{{word}}","reason":null,"duration_s":1.5,"landmarks":9}""",
        CliJson.Serialize(Map.ToLine(
            new StoreResult("/a.mp3", "a", status, null, TimeSpan.FromSeconds(1.5), 9, []))));

    [Fact]
    public void A_listed_track_has_the_keys_of_the_contract() => Assert.Equal(
        """{"ref_id":"Ünïcode, \"quoted\"","path":"/music/a.flac","title":"Title","artist":"Artist",""" +
        "\"album\":null,\"duration_s\":200.25}",
        CliJson.Serialize(Map.ToLine(Samples.Track)));

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_number_that_json_cannot_hold_is_replaced(double value)
    {
        var match = Samples.Match with { EValue = value, Score = value };
        var answer = Samples.Found with { Evidence = Samples.Found.Evidence with { Matches = [match] } };

        Assert.Contains("\"e_value\":", CliJson.Serialize(Map.ToLine(answer)), StringComparison.Ordinal);
    }
}
