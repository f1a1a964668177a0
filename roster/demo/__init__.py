"""The standing demo: Biggin Hill and neighbours, with invented people; the same for seed and day."""
