namespace Earmark.Cli.Output;

/// <summary>How results are written; the names are the values of --format.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Human,

    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>A header line and comma-separated rows.</summary>
    Csv,
}
