/* Part of the native binary for x64 (scripts/publish.sh), whose instructions are those of x86-64-v3.
   Where the processor lacks them the runtime would abort, with a sentence that names no remedy. */
#include <unistd.h>

__attribute__((constructor)) static void demand_avx2(void)
{
    static const char sentence[] =
        "earmark: this processor lacks AVX2, which this build needs; "
        "use the .NET tool instead (dotnet tool install Earmark.Cli), or publish with -p:IlcInstructionSet=x86-64-v2.\n";

    __builtin_cpu_init();
    if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
            && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt"))) {
        ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
        (void)written;
        _exit(2);
    }
}
