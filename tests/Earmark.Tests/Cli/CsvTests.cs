using Earmark.Cli.Contracts;

namespace Earmark.Tests.Cli;

public sealed class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(1.5, "1.5")]
    [InlineData(1234567, "1234567")]
    public void A_field_is_quoted_where_it_must_be(object? value, string field) =>
        Assert.Equal(field, Csv.Field(value));

    [Fact]
    public void Every_kind_of_query_row_has_as_many_fields_as_the_header()
    {
        var plain = Samples.Found with { Evidence = Samples.Found.Evidence with { Matches = [PlainMatch] } };
        string[] rows =
        [
            .. Csv.Rows(Map.ToLine(plain)),
            .. Csv.Rows(Map.ToLine(Samples.NotFound)),
            Csv.Row(new QueryErrorLine("x", "gone")),
        ];

        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal(Csv.QueryHeader.Split(',').Length, row.Split(',').Length));
    }

    [Fact]
    public void The_error_stands_in_the_column_of_errors() =>
        Assert.Equal(
            "x,,error" + new string(',', 19) + "\"empty, sadly\"",
            Csv.Row(new QueryErrorLine("x", "empty, sadly")));

    [Fact]
    public void The_header_has_the_keys_of_the_json_in_their_order()
    {
        var json = CliJson.Serialize(Map.ToLine(Samples.Track));
        var keys = System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateObject().Select(key => key.Name);

        Assert.Equal(Csv.TrackHeader, string.Join(',', keys));
    }

    private static Earmark.Matching.Match PlainMatch =>
        Samples.Match with { Track = Samples.Track with { RefId = "plain" } };
}
