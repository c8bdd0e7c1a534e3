using Earmark.Landmarks;
using Earmark.Server.Contracts;
using Earmark.Server.Http;
using Microsoft.AspNetCore.Http;

namespace Earmark.Server.Identify;

/// <summary>Clips that are sent whole: as recordings, as samples, as fingerprints.</summary>
internal static class IdentifyEndpoints
{
    /// <summary>POST /v1/identify: names the recording in the body.</summary>
    public static async Task IdentifyAsync(HttpContext context, ServerState state)
    {
        var options = RequestValues.Query(context.Request, state.Options);
        var withEvidence = RequestValues.Flag(context.Request, "evidence");
        await using var upload = await Upload.ReadAsync(context);
        QueryAnswer answer;
        using (await state.Identifying.EnterAsync(context.RequestAborted))
        {
            answer = await state.Library.QueryAsync(upload.Content, upload.Name, options, context.RequestAborted);
        }

        await AnswerAsync(context, state, answer, options.Pcm is null ? "upload" : "pcm", withEvidence);
    }

    /// <summary>POST /v1/identify/fingerprint: names what a fingerprint is of.</summary>
    public static async Task IdentifyFingerprintAsync(HttpContext context, ServerState state)
    {
        var options = RequestValues.Match(context.Request);
        var withEvidence = RequestValues.Flag(context.Request, "evidence");
        var name = RequestValues.Text(context.Request, "name", 200) ?? "fingerprint";
        var fingerprint = ToFingerprint(
            await RequestBody.ReadAsync(context, ServerJson.Wire.FingerprintLine), state);
        QueryAnswer answer;
        using (await state.Identifying.EnterAsync(context.RequestAborted))
        {
            try
            {
                answer = await state.Library.QueryAsync(fingerprint, name, options, context.RequestAborted);
            }
            catch (LibraryException e)
            {
                throw new ProblemException(422, "bad-fingerprint", e.Message);
            }
        }

        await AnswerAsync(context, state, answer, "fingerprint", withEvidence);
    }

    /// <summary>POST /v1/fingerprint: returns what the recording in the body can be asked about by elsewhere.</summary>
    public static async Task FingerprintAsync(HttpContext context, ServerState state)
    {
        var options = RequestValues.Query(context.Request, state.Options);
        await using var upload = await Upload.ReadAsync(context);
        Fingerprint fingerprint;
        using (await state.Identifying.EnterAsync(context.RequestAborted))
        {
            fingerprint = await state.Library.FingerprintAsync(
                upload.Content, upload.Name, options, context.RequestAborted);
        }

        var peaks = fingerprint.Peaks;
        var line = new FingerprintLine(
            fingerprint.ProfileId,
            peaks.FrameCount,
            [.. peaks.Peaks.Select(peak => new int[] { peak.Frame, peak.Step, peak.Rank })]);
        await Reply.JsonAsync(context, line, ServerJson.Wire.FingerprintLine);
    }

    private static Task AnswerAsync(
        HttpContext context, ServerState state, QueryAnswer answer, string source, bool withEvidence)
    {
        var heard = new Fingerprint(state.Library.Profile.Id, answer.Heard);
        var line = state.Answers.Add(answer, source, heard, state.Note);
        state.Metrics.CountAnswer(line.Decision, source, answer.Seconds.Total);
        return Reply.JsonAsync(
            context, withEvidence ? line : line with { Evidence = null }, ServerJson.Wire.AnswerLine);
    }

    private static Fingerprint ToFingerprint(FingerprintLine line, ServerState state)
    {
        var longest = (int)(state.Options.MaxClipSeconds / state.Library.Profile.FrameDuration) + 1;
        if (line.Peaks is null || line.Profile is null || line.Frames < 0 || line.Frames > longest)
        {
            throw Bad($"A fingerprint has a profile, frames from 0 to {longest}, and peaks");
        }

        var peaks = new List<Peak>(line.Peaks.Count);
        foreach (var numbers in line.Peaks)
        {
            if (numbers is not [>= 0 and var frame, >= 0 and <= ushort.MaxValue and var step,
                >= 0 and <= byte.MaxValue and var rank])
            {
                throw Bad("A peak is three whole numbers from 0 on: frame, step, rank");
            }

            peaks.Add(new Peak(frame, (ushort)step, (byte)rank));
        }

        return new Fingerprint(line.Profile, new Constellation(peaks, line.Frames));

        static ProblemException Bad(string rule) =>
            new(422, "bad-fingerprint", $"{rule}; send what POST /v1/fingerprint returns.");
    }
}
