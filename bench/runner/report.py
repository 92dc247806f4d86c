"""Tables of medians."""
import statistics


def heading(title, names):
    print(f"\n{title} (ratio to {names[0]})\n{'':38}" + "".join(f"{name:>22}" for name in names), flush=True)


def line(label, results, field, form):
    """One row: the median of `field` for each runtime, and its ratio to the first one. `None` stands for a failure."""
    medians = {name: median(samples, field) for name, samples in results.items()}
    base = next(iter(medians.values()))
    print(f"{label:38}" + "".join(f"{cell(value, base, form):>22}" for value in medians.values()), flush=True)


def median(samples, field):
    values = [sample[field] for sample in samples if sample is not None]
    return statistics.median(values) if values else None


def cell(value, base, form):
    if value is None:
        return "fails"
    ratio = f" ({value / base:.2f})" if base else ""
    return form.format(value) + ratio
