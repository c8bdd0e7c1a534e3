namespace Earmark.Cli.Contracts;

/// <summary>Why a clip was named as it was, or not: the object of `explain --format json`.</summary>
/// <param name="Answer">What `query` says of the clip, with its evidence.</param>
/// <param name="Evidence">What was heard of the track that is explained; null where there is none.</param>
/// <param name="Chosen">What that track's score is made of; null where there is none.</param>
/// <param name="Contrast">What was heard of the clip.</param>
internal sealed record ExplainLine(
    QueryLine Answer, EvidencePageLine? Evidence, ScoreLine? Chosen, ContrastLine? Contrast);
