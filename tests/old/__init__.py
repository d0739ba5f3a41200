"""Hubs, laptops, bundles and annexes that earlier versions made, kept as they were."""
